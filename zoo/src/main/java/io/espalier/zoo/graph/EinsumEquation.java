package io.espalier.zoo.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Einstein's summation convention, as Einsum has it: a letter an axis. Axes of the same letter run together; letters
 * that are not in the result are summed over. Neither diagonals (a letter twice in one operand) nor {@code ...}.
 *
 * @param operands the letters of each operand's axes
 * @param result the letters of the result's axes
 */
public record EinsumEquation(List<String> operands, String result) {
    public EinsumEquation {
        operands = List.copyOf(operands);
        for (String labels : operands) {
            requireLetters(labels);
        }
        requireLetters(result);
        String all = String.join("", operands);
        if (operands.isEmpty() || !result.chars().allMatch(label -> all.indexOf(label) >= 0)) {
            throw new IllegalArgumentException(
                    "The result (%s) of an Einsum must name axes of its operands %s.".formatted(result, operands));
        }
    }

    private static void requireLetters(String labels) {
        if (!areLetters(labels)) {
            throw new IllegalArgumentException(
                    "The axes (%s) of an Einsum must be letters, each once.".formatted(labels));
        }
    }

    private static boolean areLetters(String labels) {
        return labels.chars().allMatch(label -> Character.isLetter(label) && label < 128)
                && labels.chars().distinct().count() == labels.length();
    }

    /** Reads {@code ij,jk->ik} or, with the result left out, {@code ij,jk}; empty when it says more than letters. */
    public static Optional<EinsumEquation> parse(String text) {
        String[] sides = text.replace(" ", "").split("->", -1);
        List<String> operands = Arrays.asList(sides[0].split(",", -1));
        String result = sides.length > 1 ? sides[1] : once(operands);
        String all = String.join("", operands);
        boolean simple = sides.length <= 2
                && operands.stream().allMatch(EinsumEquation::areLetters)
                && areLetters(result)
                && result.chars().allMatch(label -> all.indexOf(label) >= 0);
        return simple ? Optional.of(new EinsumEquation(operands, result)) : Optional.empty();
    }

    /** The letters that stand only once, sorted: the result where none is given. */
    private static String once(List<String> operands) {
        TreeMap<Character, Integer> counts = new TreeMap<>();
        String.join("", operands).chars().forEach(label -> counts.merge((char) label, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == 1)
                .map(entry -> entry.getKey().toString())
                .collect(Collectors.joining());
    }

    /** As ONNX writes it: {@code ij,jk->ik}. */
    @Override
    public String toString() {
        return String.join(",", operands) + "->" + result;
    }
}
