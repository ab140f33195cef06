package dev.elman.golden.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An ONNX model of one node whose inputs and outputs are those of the model, in the bytes of a protocol buffer. The
 * numbers below are the field numbers of {@code onnx.proto}.
 */
final class OnnxModel {

    /** What a tensor's elements are, as {@code TensorProto.DataType} numbers them. */
    enum Type {
        FLOAT(1),
        INT32(6);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** An input or output; its shape is left open. An empty name stands for an input that is not given. */
    record Port(String name, Type type, int rank) {}

    private static final int IR_VERSION = 8;
    private static final int OPSET = 14;

    private static final int VARINT = 0;
    private static final int BYTES = 2;

    /** Numbers of {@code AttributeProto.AttributeType}. */
    private static final int ATTRIBUTE_INT = 2;

    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_STRINGS = 8;

    private final Message node = new Message();
    private final Message graph = new Message();

    OnnxModel(String operator, List<Port> inputs, List<Port> outputs) {
        inputs.forEach(port -> node.text(1, port.name));
        outputs.forEach(port -> node.text(2, port.name));
        node.text(4, operator);
        inputs.stream().filter(port -> !port.name.isEmpty()).forEach(port -> graph.message(11, value(port)));
        outputs.forEach(port -> graph.message(12, value(port)));
    }

    OnnxModel attribute(String name, long value) {
        node.message(5, new Message().text(1, name).number(3, value).number(20, ATTRIBUTE_INT));
        return this;
    }

    OnnxModel attribute(String name, String value) {
        node.message(5, new Message().text(1, name).text(4, value).number(20, ATTRIBUTE_STRING));
        return this;
    }

    OnnxModel attribute(String name, List<String> values) {
        Message attribute = new Message().text(1, name);
        values.forEach(value -> attribute.text(9, value));
        node.message(5, attribute.number(20, ATTRIBUTE_STRINGS));
        return this;
    }

    byte[] bytes() {
        graph.text(2, "one node").message(1, node);
        Message opset = new Message().text(1, "").number(2, OPSET);
        return new Message().number(1, IR_VERSION).message(7, graph).message(8, opset).bytes();
    }

    private static Message value(Port port) {
        Message shape = new Message();
        for (int i = 0; i < port.rank; i++) {
            shape.message(1, new Message().text(2, port.name + i));
        }
        Message tensor = new Message().number(1, port.type.number).message(2, shape);
        return new Message().text(1, port.name).message(2, new Message().message(1, tensor));
    }

    /** A message of a protocol buffer under construction. */
    private static final class Message {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message number(int field, long value) {
            key(field, VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        private Message bytes(int field, byte[] value) {
            key(field, BYTES);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        private void key(int field, int wireType) {
            varint((long) field << 3 | wireType);
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 0x7f) {
                bytes.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
