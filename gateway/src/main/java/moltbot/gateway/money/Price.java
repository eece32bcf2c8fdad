package moltbot.gateway.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.model.Usage;

/// What a model costs, in billionths of a dollar for one token.
record Price(String model, long input, long output, long cacheRead, long cacheWrite) {
    private static final long NANOS_PER_TOKEN = 1_000; // of a dollar per million tokens
    private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

    /// Reads `name input output [cache-read [cache-write]]`, in dollars per million tokens. What is left out costs as
    /// much as input does.
    static Price parse(String line) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        if (words.size() < 3 || words.size() > 5) {
            throw wrong(line);
        }
        List<Long> numbers = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            numbers.add(nanos(word, line));
        }
        long input = numbers.getFirst();
        return new Price(
                words.getFirst(),
                input,
                numbers.get(1),
                numbers.size() > 2 ? numbers.get(2) : input,
                numbers.size() > 3 ? numbers.get(3) : input);
    }

    private static long nanos(String dollars, String line) {
        try {
            BigDecimal number = new BigDecimal(dollars);
            if (number.signum() < 0 || number.compareTo(MOST) > 0) {
                throw wrong(line);
            }
            return number.multiply(BigDecimal.valueOf(NANOS_PER_TOKEN))
                    .setScale(0, RoundingMode.UP)
                    .longValueExact();
        } catch (NumberFormatException e) {
            ContractException refusal = wrong(line);
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static ContractException wrong(String line) {
        return ContractException.malformed("The price '" + line
                + "' is not like 'model 2.50 15 0.25': its name, then dollars per million tokens of input, output, and"
                + " if you like input read from the cache and written to it.");
    }

    /// A price of which every part is at least that of both.
    Price dearer(Price other) {
        return new Price(
                "*",
                Math.max(input, other.input),
                Math.max(output, other.output),
                Math.max(cacheRead, other.cacheRead),
                Math.max(cacheWrite, other.cacheWrite));
    }

    long of(Usage usage) {
        return usage.input() * input
                + usage.output() * output
                + usage.cacheRead() * cacheRead
                + usage.cacheWrite() * cacheWrite;
    }

    /// The most an answer can cost: all input as dear as input can be.
    long atMost(long inputTokens, long outputTokens) {
        return inputTokens * Math.max(input, Math.max(cacheRead, cacheWrite)) + outputTokens * output;
    }
}
