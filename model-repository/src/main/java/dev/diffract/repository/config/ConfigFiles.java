package dev.diffract.repository.config;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.Parser.SingularOverwritePolicy;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes {@code config.pbtxt}, in protobuf's text format, as Triton does. */
public final class ConfigFiles {

    /** The file's name in a model's directory. */
    public static final String FILE_NAME = "config.pbtxt";

    /** Triton refuses a field that is there twice, and two fields of which a model has one. */
    private static final TextFormat.Parser PARSER = TextFormat.Parser.newBuilder()
            .setSingularOverwritePolicy(SingularOverwritePolicy.FORBID_SINGULAR_OVERWRITES)
            .build();

    private ConfigFiles() {}

    /** The configuration as text. Parsing it again gives an equal message. */
    public static String print(ModelConfig config) {
        return TextFormat.printer().printToString(config);
    }

    /**
     * @throws ConfigException if the text is no model configuration; the message has line and column
     */
    public static ModelConfig parse(String text) {
        ModelConfig.Builder config = ModelConfig.newBuilder();
        try {
            PARSER.merge(text, config);
        } catch (TextFormat.ParseException e) {
            throw new ConfigException(
                    "line " + e.getLine() + ", column " + e.getColumn() + ": " + withoutPosition(e), e);
        }
        return config.build();
    }

    /**
     * Reads one file. A missing {@code name} is filled with the directory's name, which is Triton's own rule.
     *
     * @throws ConfigException if the file's text is no model configuration; the message names the file
     * @throws IOException if it cannot be read
     */
    public static ModelConfig read(Path file) throws IOException {
        ModelConfig config;
        try {
            config = parse(Files.readString(file));
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new ConfigException(file + ": is not UTF-8 text", e);
        }
        if (!config.getName().isEmpty()) {
            return config;
        }
        Optional<Path> directory =
                Optional.ofNullable(file.toAbsolutePath().getParent()).map(Path::getFileName);
        return config.toBuilder()
                .setName(directory.map(Path::toString).orElse(""))
                .build();
    }

    private static String withoutPosition(TextFormat.ParseException e) {
        // A list of unknown fields comes in lines, each with a position of its own.
        return String.valueOf(e.getMessage())
                .replaceFirst("^\\d+:\\d+: ", "")
                .replaceAll("\\s*\\R(\\d+:\\d+:)?\\s*", " ")
                .replaceFirst(
                        "Non-repeated field \"(?:[\\w.]*\\.)?(\\w+)\" cannot be overwritten\\.?",
                        "the field '$1' is there twice, expected once")
                .replaceFirst(
                        "Field \"(?:[\\w.]*\\.)?(\\w+)\" is specified along with field \"(?:[\\w.]*\\.)?(\\w+)\", another member of"
                                + " oneof \"\\w+\"\\.?",
                        "the fields '$2' and '$1' are both there, and a model has one of them");
    }
}
