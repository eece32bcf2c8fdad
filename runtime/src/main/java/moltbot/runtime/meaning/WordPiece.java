package moltbot.runtime.meaning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Cuts a text into the pieces that BERT's English models know, without case and accents (Devlin et al., 2018), by the
/// vocabulary of a file as Hugging Face's tokenizers have it. Immutable.
final class WordPiece {
    /// Longer words are no words.
    private static final int MAX_WORD = 100;

    private static final String WITHIN = "##";

    /// What counts as an ideograph in these models, first and last of each range.
    private static final int[][] IDEOGRAPHS = {
        {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2CEAF}, {0x2F800, 0x2FA1F}
    };

    private final Map<String, Integer> pieces;
    private final int unknown;
    private final int begin;
    private final int end;

    private WordPiece(Map<String, Integer> pieces) {
        this.pieces = pieces;
        unknown = number("[UNK]");
        begin = number("[CLS]");
        end = number("[SEP]");
    }

    private int number(String piece) {
        Integer number = pieces.get(piece);
        if (number == null) {
            throw ContractException.malformed("The vocabulary lacks " + piece + ".");
        }
        return number;
    }

    /// Reads the vocabulary of a `tokenizer.json`.
    ///
    /// @throws ContractException  where it is none
    static WordPiece of(Path file) throws IOException {
        JsonObject vocabulary =
                JsonObject.parse(Files.readAllBytes(file)).object("model").object("vocab");
        Map<String, Integer> pieces = HashMap.newHashMap(vocabulary.fields().size());
        for (String piece : vocabulary.fields().keySet()) {
            pieces.put(piece, Math.toIntExact(vocabulary.number(piece)));
        }
        return new WordPiece(pieces);
    }

    /// The numbers of its pieces between the marks of beginning and end, at most `most` of them in all.
    long[] numbers(String text, int most) {
        List<Integer> numbers = new ArrayList<>();
        numbers.add(begin);
        for (String word : words(text)) {
            if (numbers.size() >= most - 1) {
                break;
            }
            numbers.addAll(cut(word));
        }
        return LongStream.concat(numbers.stream().limit(most - 1L).mapToLong(Integer::longValue), LongStream.of(end))
                .toArray();
    }

    /// The longest piece that fits, again and again; unknown as a whole where none does.
    private List<Integer> cut(String word) {
        if (word.codePointCount(0, word.length()) > MAX_WORD) {
            return List.of(unknown);
        }
        List<Integer> numbers = new ArrayList<>();
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            Integer number = piece(word, from, to);
            while (number == null && to > from) {
                to = word.offsetByCodePoints(to, -1);
                number = piece(word, from, to);
            }
            if (number == null || to == from) {
                return List.of(unknown);
            }
            numbers.add(number);
            from = to;
        }
        return numbers;
    }

    private @Nullable Integer piece(String word, int from, int to) {
        return pieces.get(from == 0 ? word.substring(0, to) : WITHIN + word.substring(from, to));
    }

    /// Words and signs, each by itself.
    private static List<String> words(String text) {
        String plain = Normalizer.normalize(clean(text), Normalizer.Form.NFD);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(sign -> {
            if (Character.getType(sign) == Character.NON_SPACING_MARK) {
                return;
            }
            boolean alone = isPunctuation(sign);
            if (alone || isSpace(sign)) {
                finish(word, words);
            }
            if (alone) {
                words.add(Character.toString(sign));
            } else if (!isSpace(sign)) {
                word.appendCodePoint(Character.toLowerCase(sign));
            }
        });
        finish(word, words);
        return words;
    }

    private static void finish(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /// Without what is no text, and each ideograph as a word.
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(sign -> {
            if (isSpace(sign)) {
                clean.append(' ');
            } else if (isIdeograph(sign)) {
                clean.append(' ').appendCodePoint(sign).append(' ');
            } else if (sign != 0xFFFD && !isOther(sign)) {
                clean.appendCodePoint(sign);
            }
        });
        return clean.toString();
    }

    private static boolean isSpace(int sign) {
        return Character.isSpaceChar(sign) || sign == '\t' || sign == '\n' || sign == '\r';
    }

    private static boolean isOther(int sign) {
        return switch (Character.getType(sign)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int sign) {
        if (sign < 0x80) {
            return sign > ' ' && sign < 0x7F && !Character.isLetterOrDigit(sign);
        }
        return switch (Character.getType(sign)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int sign) {
        return Arrays.stream(IDEOGRAPHS).anyMatch(range -> sign >= range[0] && sign <= range[1]);
    }
}
