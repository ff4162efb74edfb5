package dev.diffract.builder.graphs.check;

import ai.onnxruntime.OrtException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ONNX Runtime's exceptions as ends of sentences: without its source files, codes, and names of files that are scratch. */
final class OrtReasons {

    private static final Pattern NODE = Pattern.compile(
            "Non-zero status code returned while running (\\w+) node\\. Name:'([^']*)'.*", Pattern.DOTALL);
    private static final Pattern FILES = Pattern.compile("(?:Load model )?(?:from )?/\\S*");

    private OrtReasons() {}

    static String of(OrtException e) {
        String said = e.getMessage() == null ? "" : e.getMessage();
        Matcher node = NODE.matcher(said);
        if (node.find()) {
            return "node '" + node.group(2) + "' (" + node.group(1) + ") fails";
        }
        String line = said.lines().findFirst().orElse("");
        String reason = FILES.matcher(line.replaceFirst("^Error code - ", ""))
                .replaceAll("")
                .replaceFirst("^ORT_\\w+ - (?:message: )?", "")
                .replaceFirst("^(?:failed:|Failed to load model with error:)", "")
                .replaceAll("\\s+", " ")
                .strip();
        return reason.isEmpty() ? "it gives no reason" : reason;
    }
}
