package dev.diffract.builder.build.assemble;

import dev.diffract.builder.build.assemble.OddFolder.Change;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tokenizers with another token. */
final class TokenizerIds {

    private TokenizerIds() {}

    /** @param end of {@code vocab.json} from after its last entry on */
    static Change vocabulary(String end) {
        return folder -> {
            Path file = folder.resolve("tokenizer/vocab.json");
            Files.writeString(file, Files.readString(file).stripTrailing().replaceFirst("}$", end));
        };
    }

    /** @param token the only entry of {@code added_tokens} in {@code tokenizer.json}, beside which no other form stands */
    static Change oneFile(String token) {
        return folder -> {
            OddFolder.tokenizerJson(folder);
            Path file = folder.resolve("tokenizer/tokenizer.json");
            Files.writeString(
                    file, Files.readString(file).replace("\"added_tokens\":[]", "\"added_tokens\":[" + token + "]"));
        };
    }
}
