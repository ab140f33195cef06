package dev.elman.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over shape, values and the place of every part of every sample. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Samples samples) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, samples.count(), samples.timeSteps(), samples.features(), samples.targetSteps(),
                    samples.outputs());
            update(digest, samples.inputOffsets());
            update(digest, samples.targetOffsets());
            // Only what is there: samples of inputs and targets alone keep the fingerprint that checkpoints know.
            part(digest, 1, 0, samples.lengths());
            part(digest, 2, 0, samples.weightOffsets());
            part(digest, 3, samples.staticFeatures(), samples.staticOffsets());
            part(digest, 4, samples.stateSize(), samples.stateOffsets());
            if (samples.hasLanes()) {
                update(digest, 5, samples.lanes(), samples.carrySteps());
            }
            ByteBuffer bytes = ByteBuffer.allocate(8 * 1024);
            for (double value : samples.values()) {
                if (!bytes.hasRemaining()) {
                    digest.update(bytes.flip());
                    bytes.clear();
                }
                bytes.putDouble(value);
            }
            digest.update(bytes.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void part(MessageDigest digest, int number, int width, int[] places) {
        if (places.length > 0) {
            update(digest, number, width);
            update(digest, places);
        }
    }

    private static void update(MessageDigest digest, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        bytes.asIntBuffer().put(numbers);
        digest.update(bytes);
    }
}
