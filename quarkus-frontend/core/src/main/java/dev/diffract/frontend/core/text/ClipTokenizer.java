package dev.diffract.frontend.core.text;

import dev.diffract.repository.layout.AddedToken;
import dev.diffract.repository.layout.TokenizerFiles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Byte-level BPE as CLIP does it (Radford et al. 2021), with the same ids as transformers' {@code CLIPTokenizer} for any
 * vocabulary in its format. Immutable.
 *
 * <p>Text is composed (NFC) and lower-cased, cut into contractions, runs of letters, single digits and runs of other
 * characters, and each piece is encoded as the bytes of its UTF-8. White space only separates. The special tokens, the
 * padding included, and all that were added to the vocabulary are recognised in a prompt too ({@link AddedTokens}).
 */
public final class ClipTokenizer {

    /** A lower-cased special token is no special token, but does not grow together with what follows it. */
    private static final Pattern PIECE = Pattern.compile(
            "(<\\|)((?:start|end)oftext)(\\|>)|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** The only character whose lower case, taken by itself, is two characters. */
    private static final int CAPITAL_I_WITH_DOT = 0x130;

    private final Map<String, Integer> vocabulary;
    private final BytePairEncoder encoder;
    private final AddedTokens exact;
    private final AddedTokens normalized;
    private final int length;
    private final int start;
    private final int end;
    private final int padding;

    /**
     * @param length tokens of one chunk, start and end included, at least 3
     * @throws IllegalArgumentException if the vocabulary lacks a special token or {@code length} is out of range
     */
    public ClipTokenizer(TokenizerFiles files, int length) {
        if (length < 3) {
            throw new IllegalArgumentException("a tokenizer's length must be at least 3, was " + length);
        }
        this.length = length;
        this.vocabulary = files.vocabulary();
        this.start = special(TokenizerFiles.START);
        this.end = special(TokenizerFiles.END);
        String pad = files.padToken().orElse(TokenizerFiles.END);
        this.padding = special(pad);
        Map<String, AddedToken> added = new LinkedHashMap<>();
        Stream.of(TokenizerFiles.START, TokenizerFiles.END, pad)
                .forEach(token -> added.put(token, new AddedToken(token, special(token), false, false)));
        files.addedTokens().forEach(token -> added.put(token.content(), token));
        this.exact = AddedTokens.exact(added.values());
        this.normalized = AddedTokens.normalized(added.values(), ClipTokenizer::normalize);
        this.encoder = new BytePairEncoder(vocabulary, files.merges(), end);
    }

    /** The tokens of a text, without start, end and padding. Never fails: any text has tokens, if not always any. */
    public int[] tokens(String text) {
        IntStream.Builder ids = IntStream.builder();
        exact.split(
                text, raw -> normalized.split(normalize(raw), plain -> encodePlain(plain, ids), ids::add), ids::add);
        return ids.build().toArray();
    }

    /** Tokens that fit between start and end. */
    public int room() {
        return length - 2;
    }

    /**
     * Start, tokens, end, padding: what the text encoder takes.
     *
     * @param tokens at most {@link #room()}
     */
    public TokenChunk chunk(int... tokens) {
        long[] ids = new long[length];
        ids[0] = start;
        for (int i = 0; i < tokens.length; i++) {
            ids[i + 1] = tokens[i];
        }
        ids[tokens.length + 1] = end;
        Arrays.fill(ids, tokens.length + 2, length, padding);
        return new TokenChunk(ids);
    }

    /** The token of a comma that ends a word, if the vocabulary has it. */
    OptionalInt comma() {
        Integer id = vocabulary.get(",</w>");
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private void encodePlain(String text, IntStream.Builder ids) {
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            if (piece.group(1) == null) {
                encodePiece(piece.group(), ids);
            } else {
                encodePiece(piece.group(1), ids);
                encodePiece(piece.group(2), ids);
                encodePiece(piece.group(3), ids);
            }
        }
    }

    private void encodePiece(String piece, IntStream.Builder ids) {
        for (int id : encoder.encode(ByteSymbols.of(piece))) {
            ids.add(id);
        }
    }

    private static String normalize(String text) {
        return lowerCase(SPACES.matcher(Composed.of(text)).replaceAll(" "));
    }

    /** Character by character: the reference knows no final sigma. */
    private static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            lower.appendCodePoint(Character.toLowerCase(codePoint));
            if (codePoint == CAPITAL_I_WITH_DOT) {
                lower.append('\u0307');
            }
        });
        return lower.toString();
    }

    private int special(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the tokenizer's vocabulary has no token '" + token + "'");
        }
        return id;
    }
}
