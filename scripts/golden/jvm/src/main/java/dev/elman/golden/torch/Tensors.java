package dev.elman.golden.torch;

import dev.elman.golden.Numbers;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.DoubleArrayRef;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Numbers from Java to PyTorch and back. All of PyTorch's are doubles here. */
final class Tensors {

    private Tensors() {}

    static Tensor of(Numbers numbers) {
        DoublePointer values = new DoublePointer(numbers.values());
        return torch.tensor(new DoubleArrayRef(values, values.limit())).view(numbers.shape());
    }

    static Tensor of(int[] wholeNumbers, long... shape) {
        Tensor flat = torch.tensor(Arrays.stream(wholeNumbers).asLongStream().toArray());
        return shape.length == 0 ? flat : flat.view(shape);
    }

    static Numbers read(Tensor tensor) {
        Tensor plain = tensor.detach().contiguous();
        long[] shape = new long[(int) plain.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = plain.size(i);
        }
        double[] values = new double[Numbers.size(shape)];
        plain.data_ptr_double().get(values);
        return new Numbers(shape, values);
    }
}
