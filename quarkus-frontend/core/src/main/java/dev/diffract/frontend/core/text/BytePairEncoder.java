package dev.diffract.frontend.core.text;

import dev.diffract.repository.layout.TokenizerFiles.Merge;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Joins neighbouring symbols of a word, the best-ranked pair first and the leftmost of equals, until no merge is left.
 * A queue of candidates keeps that near-linear: a prompt may be one word of thousands of characters.
 */
final class BytePairEncoder {

    private static final String END_OF_WORD = "</w>";
    private static final int NONE = -1;

    private final Map<String, Integer> vocabulary;
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final int unknown;

    /**
     * @param unknown id of what the vocabulary lacks
     */
    BytePairEncoder(Map<String, Integer> vocabulary, List<Merge> merges, int unknown) {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
        for (int rank = 0; rank < merges.size(); rank++) {
            ranks.put(merges.get(rank), rank); // like the reference, the later of two equal lines counts
        }
    }

    /**
     * @param word symbols of bytes, at least one
     * @return the ids of its tokens
     */
    int[] encode(String word) {
        return new Word(word).mergeAll();
    }

    private record Candidate(int rank, int left, String joined) {}

    /** A word while it is merged: a list of symbols, linked by their positions. */
    private final class Word {
        private final String[] symbols;
        private final int[] next;
        private final int[] previous;
        private final PriorityQueue<Candidate> candidates =
                new PriorityQueue<>(Comparator.comparingInt(Candidate::rank).thenComparingInt(Candidate::left));

        private Word(String word) {
            int length = word.length();
            symbols = new String[length];
            next = new int[length];
            previous = new int[length];
            for (int i = 0; i < length; i++) {
                symbols[i] = word.substring(i, i + 1);
                next[i] = i + 1 < length ? i + 1 : NONE;
                previous[i] = i - 1;
            }
            symbols[length - 1] += END_OF_WORD;
        }

        private int[] mergeAll() {
            for (int i = 0; i != NONE; i = next[i]) {
                addCandidate(i);
            }
            while (!candidates.isEmpty()) {
                Candidate best = candidates.poll();
                if (stillThere(best)) {
                    merge(best);
                }
            }
            return ids();
        }

        /** Either symbol may have become part of another merge since the candidate was found. */
        private boolean stillThere(Candidate candidate) {
            int left = candidate.left();
            return symbols[left] != null
                    && next[left] != NONE
                    && candidate.joined().equals(symbols[left] + symbols[next[left]])
                    && Integer.valueOf(candidate.rank())
                            .equals(ranks.get(new Merge(symbols[left], symbols[next[left]])));
        }

        private void merge(Candidate candidate) {
            int left = candidate.left();
            int right = next[left];
            symbols[left] = candidate.joined();
            symbols[right] = null;
            next[left] = next[right];
            if (next[left] != NONE) {
                previous[next[left]] = left;
            }
            addCandidate(left);
            if (previous[left] != NONE) {
                addCandidate(previous[left]);
            }
        }

        private void addCandidate(int left) {
            if (next[left] != NONE) {
                Merge merge = new Merge(symbols[left], symbols[next[left]]);
                Integer rank = ranks.get(merge);
                if (rank != null) {
                    candidates.add(new Candidate(rank, left, merge.joined()));
                }
            }
        }

        private int[] ids() {
            int[] ids = new int[symbols.length];
            int count = 0;
            for (int i = 0; i != NONE; i = next[i]) {
                ids[count++] = vocabulary.getOrDefault(symbols[i], unknown);
            }
            return Arrays.copyOf(ids, count);
        }
    }
}
