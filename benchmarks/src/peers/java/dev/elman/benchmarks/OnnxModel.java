package dev.elman.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An ONNX model of floats, written node by node, in the bytes of a protocol buffer. The numbers below are the field
 * numbers of {@code onnx.proto}.
 */
final class OnnxModel {

    private static final int IR_VERSION = 8;
    private static final int OPSET = 14;
    private static final int FLOAT = 1;

    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final Message graph = new Message().text(2, "benchmark");

    /** Adds a constant. */
    OnnxModel constant(String name, float[] values, int... shape) {
        Message tensor = new Message();
        for (int extent : shape) {
            tensor.number(1, extent);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return this;
    }

    /** Adds a constant of whole numbers, for shapes. */
    OnnxModel shape(String name, long... values) {
        int int64 = 7;
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        graph.message(5, new Message().number(1, values.length).number(2, int64).text(8, name).bytes(9, raw.array()));
        return this;
    }

    OnnxModel input(String name, int... shape) {
        graph.message(11, port(name, shape));
        return this;
    }

    OnnxModel output(String name, int... shape) {
        graph.message(12, port(name, shape));
        return this;
    }

    /** Adds a node; an empty name is an input that is not given, or an output that nobody needs. */
    Node node(String operator, List<String> inputs, List<String> outputs) {
        Node node = new Node();
        inputs.forEach(name -> node.message.text(1, name));
        outputs.forEach(name -> node.message.text(2, name));
        node.message.text(4, operator);
        return node;
    }

    byte[] bytes() {
        Message opset = new Message().text(1, "").number(2, OPSET);
        return new Message().number(1, IR_VERSION).message(7, graph).message(8, opset).bytes();
    }

    private static Message port(String name, int... shape) {
        Message dimensions = new Message();
        for (int extent : shape) {
            dimensions.message(1, new Message().number(1, extent));
        }
        Message tensor = new Message().number(1, FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A node that is being described. */
    final class Node {

        private static final int WHOLE_NUMBER = 2;

        private final Message message = new Message();

        Node attribute(String name, long value) {
            message.message(5, new Message().text(1, name).number(3, value).number(20, WHOLE_NUMBER));
            return this;
        }

        /** Puts it behind those there are. */
        OnnxModel add() {
            graph.message(1, message);
            return OnnxModel.this;
        }
    }

    /** A message of a protocol buffer under construction. */
    private static final class Message {

        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | BYTES);
            varint(value.length);
            content.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            for (; rest > 0x7f; rest >>>= 7) {
                content.write((int) (rest & 0x7f | 0x80));
            }
            content.write((int) rest);
        }

        byte[] bytes() {
            return content.toByteArray();
        }
    }
}
