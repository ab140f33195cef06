package dev.elman;

import dev.elman.format.ArchitectureJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which model it is, whatever its inputs and outputs mean.
 *
 * @param weights {@link Model#sha256()}
 * @param architecture the SHA-256 of the architecture as files hold it, in hexadecimal
 */
record ModelId(String weights, String architecture) {

    /** Hexadecimal digits that are enough for a person to tell two models apart. */
    private static final int SHOWN = 12;

    static ModelId of(Weights weights) {
        byte[] json = ArchitectureJson.write(weights.architecture()).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return new ModelId(weights.sha256(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return "weights " + weights.substring(0, SHOWN) + ".., architecture " + architecture.substring(0, SHOWN) + "..";
    }
}
