package moltbot.runtime.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// The model itself, loaded. For one thread, which must not be a virtual one: a calculation holds what it runs on.
final class MiniLm implements AutoCloseable {
    /// More pieces than this of a text do not count: the model was made with 128, and time grows with them.
    private static final int MAX_PIECES = 256;

    private final WordPiece cutter;
    private final OrtEnvironment environment;
    private final OrtSession session;

    /// Loads it from where [Embedder#FILES] are.
    MiniLm(Path folder) throws IOException, OrtException {
        cutter = WordPiece.of(folder.resolve(Embedder.VOCABULARY));
        environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // What a long text took would be kept for the next.
            options.setCPUArenaAllocator(false);
            session = environment.createSession(folder.resolve(Embedder.MODEL).toString(), options);
        }
    }

    /// The mean of what the model makes of each piece, of length 1.
    float[] vector(String text) throws OrtException {
        long[] numbers = cutter.numbers(text, MAX_PIECES);
        long[] all = new long[numbers.length];
        Arrays.fill(all, 1);
        try (OnnxTensor pieces = tensor(numbers);
                OnnxTensor mask = tensor(all);
                OnnxTensor kinds = tensor(new long[numbers.length]);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", pieces, "attention_mask", mask, "token_type_ids", kinds))) {
            float[][][] made = (float[][][]) result.get(0).getValue();
            return unit(made[0]);
        }
    }

    private OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), new long[] {1, numbers.length});
    }

    private static float[] unit(float[][] pieces) {
        float[] sum = new float[pieces[0].length];
        for (float[] piece : pieces) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += piece[i];
            }
        }
        double square = 0;
        for (float part : sum) {
            square += part * part;
        }
        float length = (float) Math.sqrt(square);
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= length;
        }
        return sum;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
