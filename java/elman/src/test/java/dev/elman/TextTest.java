package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.data.Vocabulary;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.training.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a text to a model of its characters and back to text; and from sequences to classes. */
class TextTest {

    @TempDir
    Path folder;

    /** Words whose last character depends on their first, three steps before. */
    private static String text(int words) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(random.nextBoolean() ? "l..L " : "r..R ");
        }
        return text.toString();
    }

    @Test
    void aModelOfCharactersWritesOn() throws Exception {
        Vocabulary vocabulary = Vocabulary.ofCharacters(text(10));
        Dataset train = Chunks.of(10).lanes(8).over(vocabulary.encode(text(400)));
        Architecture net = Architecture.inputs(1).embedding(vocabulary.size(), 4).gru(12)
                .dense(vocabulary.size(), Activation.LINEAR).allSteps();
        Model trained = Trainer.builder().engine("reference").loss(Loss.SPARSE_CROSS_ENTROPY)
                .optimizer(Adam.keras().withLearningRate(0.02)).epochs(30).seed(3).build().train(net, train).model()
                .withVocabulary(vocabulary);
        assertEquals(Head.CLASSES, trained.head());
        trained.save(folder.resolve("text"));
        Model model = Model.load(folder.resolve("text")).withEngine("reference");
        double[] probabilities = new double[vocabulary.size()];
        for (String word : new String[] {"l..L", "r..R"}) {
            try (Stream stream = model.stream()) {
                for (int token : model.vocabulary().encode(" " + word.substring(0, 3))) {
                    stream.step(new double[] {token}, probabilities);
                }
                int right = model.vocabulary().encode(word.substring(3))[0];
                assertTrue(probabilities[right] > 0.9, word + ": " + probabilities[right]);
            }
        }
        // A word has five characters and one choice: about log(2) / 5 nats each.
        double perplexity = model.evaluate(Chunks.of(50).over(vocabulary.encode(text(100)))).classification()
                .orElseThrow().perplexity();
        assertEquals(Math.exp(Math.log(2) / 5), perplexity, 0.1);
    }

    @Test
    void sequencesOfTokensAreTold() {
        Random random = new Random(2);
        int[][] tokens = new int[300][];
        int[] classes = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.ints(3 + random.nextInt(6), 0, 4).toArray();
            // The first token decides, whatever follows.
            classes[i] = Math.min(2, tokens[i][0]);
        }
        Dataset data = Dataset.tokens(tokens, classes);
        Architecture net = Architecture.inputs(1).embedding(4, 4).lstm(10).dense(3, Activation.LINEAR);
        Model model = Trainer.builder().engine("reference").loss(Loss.SPARSE_CROSS_ENTROPY)
                .optimizer(Adam.keras().withLearningRate(0.02)).epochs(15).batchSize(16).seed(3).build()
                .train(net, data.slice(0, 250)).model();
        int[][] told = model.classify(data.slice(250, 300));
        int right = 0;
        for (int i = 0; i < told.length; i++) {
            right += told[i][0] == classes[250 + i] ? 1 : 0;
        }
        assertTrue(right >= 45, right + " of 50");
        assertEquals(right / 50.0, model.evaluate(data.slice(250, 300)).classification().orElseThrow().accuracy(),
                1e-12);
        double[][] oneHot = new double[50][3];
        for (int i = 0; i < oneHot.length; i++) {
            oneHot[i][classes[250 + i]] = 1;
        }
        // What the columns of targets are called does not matter to classes.
        assertEquals(model.evaluate(data.slice(250, 300)),
                model.evaluate(Dataset.tokens(Arrays.copyOfRange(tokens, 250, 300), oneHot)));
    }

    @Test
    void everyTokenIsTagged() {
        Random random = new Random(5);
        int[][] tokens = new int[200][];
        int[][] tags = new int[tokens.length][];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.ints(1 + random.nextInt(7), 0, 3).toArray();
            tags[i] = new int[tokens[i].length];
            for (int step = 0; step < tags[i].length; step++) {
                // The token itself, unless it repeats the one before.
                tags[i][step] = step > 0 && tokens[i][step] == tokens[i][step - 1] ? 3 : tokens[i][step];
            }
        }
        Architecture net = Architecture.inputs(1).embedding(3, 4).gru(12).dense(4, Activation.LINEAR).allSteps();
        Model model = Trainer.builder().engine("reference").loss(Loss.SPARSE_CROSS_ENTROPY)
                .optimizer(Adam.keras().withLearningRate(0.03)).epochs(20).batchSize(16).seed(3).build()
                .train(net, Dataset.tokens(tokens, tags).slice(0, 150)).model();
        int[][] rest = Arrays.copyOfRange(tokens, 150, 200);
        int[][] restTags = Arrays.copyOfRange(tags, 150, 200);
        int[][] told = model.classify(Dataset.tokens(rest));
        int right = 0;
        int count = 0;
        for (int i = 0; i < told.length; i++) {
            assertEquals(rest[i].length, told[i].length);
            for (int step = 0; step < told[i].length; step++) {
                right += told[i][step] == restTags[i][step] ? 1 : 0;
                count++;
            }
        }
        assertTrue(right >= 0.9 * count, right + " of " + count);
        Classification found = model.evaluate(Dataset.tokens(rest, restTags)).classification().orElseThrow();
        assertEquals(count, found.count());
        assertEquals((double) right / count, found.accuracy(), 1e-12);
    }
}
