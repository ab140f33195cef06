package dev.elman.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    @Test
    void placesEveryNumberInTheCounterAsDocumented() {
        long seed = 0x299f31d0a4093822L;
        RandomStream stream = RandomStream.of(seed, Purpose.DROPOUT, 77, 0x13198a2e, 0x85a308d3);
        int[] words = new int[4];
        for (int block = 0; block < 3; block++) {
            Philox.words(0xa4093822, 0x299f31d0, block, 0x85a308d3, 0x13198a2e, (2 << 28) + 77, words);
            for (int word : words) {
                assertEquals(word, stream.nextInt());
            }
        }
    }

    @Test
    void givesAnotherStreamForEveryNumberThatDiffers() {
        Set<Long> first = new HashSet<>();
        for (Purpose purpose : Purpose.values()) {
            first.add(RandomStream.of(1, purpose).nextLong());
        }
        first.add(RandomStream.of(2, Purpose.WEIGHTS).nextLong());
        first.add(RandomStream.of(1L << 40, Purpose.WEIGHTS).nextLong());
        first.add(RandomStream.of(1, Purpose.WEIGHTS, 1).nextLong());
        first.add(RandomStream.of(1, Purpose.WEIGHTS, 0, 1, 0).nextLong());
        first.add(RandomStream.of(1, Purpose.WEIGHTS, 0, 0, 1).nextLong());
        assertEquals(Purpose.values().length + 5, first.size());
        assertEquals(
                RandomStream.of(9, Purpose.SHUFFLE, 3).nextLong(),
                RandomStream.of(9, Purpose.SHUFFLE, 3, 0, 0).nextLong());
    }

    @Test
    void keepsThePurposesNumbersApartAndWithinFourBits() {
        Set<Integer> numbers = new HashSet<>();
        for (Purpose purpose : Purpose.values()) {
            assertTrue(purpose.number() >= 0 && purpose.number() < 16);
            numbers.add(purpose.number());
        }
        assertEquals(Purpose.values().length, numbers.size());
    }

    @Test
    void drawsUniformNumbersFromZeroToOne() {
        RandomStream stream = RandomStream.of(3, Purpose.DATA);
        int[] bins = new int[10];
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = stream.nextDouble();
            sum += value;
            bins[(int) (10 * value)]++;
        }
        assertEquals(0.5, sum / 100_000, 0.005);
        for (int bin : bins) {
            assertEquals(10_000, bin, 400);
        }
        double value = stream.nextDouble(-3, -2);
        assertTrue(value >= -3 && value < -2);
    }

    @Test
    void drawsNormalNumbers() {
        RandomStream stream = RandomStream.of(4, Purpose.DATA);
        double sum = 0;
        double squares = 0;
        int beyondTwo = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = stream.nextNormal();
            sum += value;
            squares += value * value;
            beyondTwo += Math.abs(value) > 2 ? 1 : 0;
        }
        assertEquals(0, sum / 100_000, 0.015);
        assertEquals(1, squares / 100_000, 0.02);
        assertEquals(4550, beyondTwo, 300);
    }

    @Test
    void drawsEveryWholeNumberBelowABoundEquallyOften() {
        RandomStream stream = RandomStream.of(5, Purpose.DATA);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[stream.nextInt(7)]++;
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400);
        }
        assertEquals(0, stream.nextInt(1));
        for (int i = 0; i < 100; i++) {
            assertTrue(stream.nextInt(Integer.MAX_VALUE) >= 0);
        }
        assertThrows(IllegalArgumentException.class, () -> stream.nextInt(0));
    }

    @Test
    void shufflesToAPermutationThatTheSeedAndTheEpochDecide() {
        int[] first = shuffled(7, 0);
        assertArrayEquals(first, shuffled(7, 0));
        assertNotEquals(hash(first), hash(shuffled(7, 1)));
        assertNotEquals(hash(first), hash(shuffled(8, 0)));
        assertArrayEquals(IntStream.range(0, 100).toArray(), IntStream.of(first).sorted().toArray());
    }

    @Test
    void refusesAnEpochThatHasNoRoomInTheCounter() {
        RandomStream.of(1, Purpose.SHUFFLE, Philox.MAX_EPOCH);
        IllegalArgumentException beyond = assertThrows(
                IllegalArgumentException.class, () -> RandomStream.of(1, Purpose.SHUFFLE, Philox.MAX_EPOCH + 1));
        assertTrue(beyond.getMessage().contains("268435456"));
        assertThrows(IllegalArgumentException.class, () -> RandomStream.of(1, Purpose.SHUFFLE, -1));
    }

    private static int[] shuffled(long seed, int epoch) {
        int[] order = IntStream.range(0, 100).toArray();
        RandomStream.of(seed, Purpose.SHUFFLE, epoch).shuffle(order);
        return order;
    }

    private static int hash(int[] values) {
        return Arrays.hashCode(values);
    }
}
