package dev.diffract.frontend.core.text;

import java.util.List;

/**
 * What became of a prompt's tokens.
 *
 * @param count tokens of the prompt that are used; of a prompt that changes with the steps, in the longest of its forms
 * @param borders for each chunk, how many tokens the prompt has up to its end
 * @param dropped tokens that did not fit
 */
public record TokenUse(int count, List<Integer> borders, int dropped) {

    public TokenUse {
        borders = List.copyOf(borders);
    }

    public int chunks() {
        return borders.size();
    }
}
