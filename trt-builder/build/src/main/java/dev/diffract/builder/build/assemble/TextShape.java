package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.ClipSkips;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.pipeline.ModelFamily;

/**
 * The text states between text encoder and UNet.
 *
 * @param length tokens of a chunk, start and end included
 * @param width numbers per token
 * @param clipSkips what the text encoder can give beside the states of its last layer
 */
record TextShape(int length, int width, ClipSkips clipSkips) {

    /**
     * @param length what the tokenizer says
     * @throws BuildException if a graph fixes another length, or the graphs do not say the width or disagree about it
     */
    static TextShape of(ModelFamily family, OnnxModel textEncoder, OnnxModel unet, int length) {
        long fixed = textEncoder
                .signature()
                .input(family.textEncoder().tokens().name())
                .orElseThrow()
                .dim(1);
        if (fixed != TensorInfo.DYNAMIC && fixed != length) {
            throw new BuildException(
                    textEncoder.file() + ": it takes " + fixed + " tokens, the tokenizer gives " + length);
        }
        long given = textEncoder
                .signature()
                .output(family.textEncoder().lastStates().name())
                .orElseThrow()
                .dim(2);
        long taken = unet.signature()
                .input(family.unet().textStates().name())
                .orElseThrow()
                .dim(2);
        if (given == TensorInfo.DYNAMIC && taken == TensorInfo.DYNAMIC) {
            throw new BuildException(unet.file() + ": neither it nor " + textEncoder.file()
                    + " says how wide a text state is: export one of them with that dimension fixed");
        }
        if (given != taken && given != TensorInfo.DYNAMIC && taken != TensorInfo.DYNAMIC) {
            throw new BuildException(unet.file() + ": it takes text states of width " + taken + ", "
                    + textEncoder.file() + " gives " + given + ": they are not of one model");
        }
        return new TextShape(
                length,
                Math.toIntExact(Math.max(given, taken)),
                ClipSkips.of(
                        textEncoder, skip -> family.textEncoder().states(skip).name()));
    }
}
