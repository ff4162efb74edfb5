package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.CharacterTable.CharacterClass;
import dev.diffract.repository.layout.AddedToken;
import dev.diffract.repository.layout.TokenizerFiles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Byte-level BPE as CLIP does it (Radford et al. 2021), with the same ids as transformers' {@code CLIPTokenizer} for any
 * vocabulary in its format. Immutable.
 *
 * <p>Text is composed (NFC) and lower-cased, cut into contractions, runs of letters, single digits and runs of other
 * characters, and each piece is encoded as the bytes of its UTF-8. White space only separates. The special tokens, the
 * padding included, and all that were added to the vocabulary are recognised in a prompt too ({@link AddedTokens}). What a letter
 * is and how it is composed and lower-cased does not depend on this machine's Java ({@link CharacterTable}).
 */
public final class ClipTokenizer {

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
        Pieces.cut(text, piece -> {
            for (int id : encoder.encode(ByteSymbols.of(piece))) {
                ids.add(id);
            }
        });
    }

    /** Composed, each run of white space as one blank, and lower-cased character by character. */
    private static String normalize(String text) {
        String composed = Composed.of(text);
        StringBuilder normalized = new StringBuilder(composed.length());
        boolean afterSpace = false;
        for (int i = 0; i < composed.length(); ) {
            int codePoint = composed.codePointAt(i);
            boolean space = CharacterTable.is(CharacterClass.SPACES, codePoint);
            if (!space) {
                CharacterTable.appendLower(normalized, codePoint);
            } else if (!afterSpace) {
                normalized.append(' ');
            }
            afterSpace = space;
            i += Character.charCount(codePoint);
        }
        return normalized.toString();
    }

    private int special(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the tokenizer's vocabulary has no token '" + token + "'");
        }
        return id;
    }
}
