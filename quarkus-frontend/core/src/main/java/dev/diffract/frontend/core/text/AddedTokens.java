package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.CharacterTable.CharacterClass;
import dev.diffract.repository.layout.AddedToken;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts a text at the tokens that stand for themselves, as the tokenizers library does: the leftmost counts, and of those that
 * begin at the same place the longest. Tokens that are looked for in the text as it is come before those that are looked for
 * in the normalised text between them.
 */
final class AddedTokens {

    private final Optional<Pattern> contents;
    private final Map<String, AddedToken> tokens;

    private AddedTokens(Map<String, AddedToken> tokens) {
        this.tokens = tokens;
        this.contents = tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(Pattern.compile(tokens.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"))));
    }

    /** Those that are looked for in the text as it is. */
    static AddedTokens exact(Collection<AddedToken> tokens) {
        return of(tokens, token -> !token.normalized(), UnaryOperator.identity());
    }

    /**
     * Those that are looked for in the normalised text.
     *
     * @param normalize what is done with texts, and so with what is looked for
     */
    static AddedTokens normalized(Collection<AddedToken> tokens, UnaryOperator<String> normalize) {
        return of(tokens, AddedToken::normalized, normalize);
    }

    private static AddedTokens of(
            Collection<AddedToken> tokens, Predicate<AddedToken> which, UnaryOperator<String> spelling) {
        Map<String, AddedToken> spelled = new HashMap<>();
        List<AddedToken> chosen = tokens.stream().filter(which).toList();
        chosen.forEach(token -> spelled.put(spelling.apply(token.content()), token));
        spelled.remove("");
        return new AddedTokens(spelled);
    }

    /**
     * Goes through a text from left to right.
     *
     * @param between gets what lies between the tokens, which may be empty
     * @param ids gets the tokens
     */
    void split(String text, Consumer<String> between, IntConsumer ids) {
        int from = 0;
        if (contents.isPresent()) {
            Matcher found = contents.get().matcher(text);
            while (found.find()) {
                AddedToken token = Objects.requireNonNull(tokens.get(found.group()));
                if (!token.singleWord() || standsAlone(text, found.start(), found.end())) {
                    between.accept(text.substring(from, found.start()));
                    ids.accept(token.id());
                    from = found.end();
                }
            }
        }
        between.accept(text.substring(from));
    }

    private static boolean standsAlone(String text, int start, int end) {
        return (start == 0 || !isWord(text.codePointBefore(start)))
                && (end == text.length() || !isWord(text.codePointAt(end)));
    }

    private static boolean isWord(int codePoint) {
        return CharacterTable.is(CharacterClass.WORDS, codePoint);
    }
}
