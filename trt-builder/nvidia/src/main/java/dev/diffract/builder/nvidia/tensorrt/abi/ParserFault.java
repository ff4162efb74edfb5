package dev.diffract.builder.nvidia.tensorrt.abi;

/**
 * An error of the ONNX parser.
 *
 * @param code in the numbering of {@code nvonnxparser::ErrorCode}
 * @param description the parser's own words
 * @param node index of the node in the graph; -1 if it is not about one
 * @param nodeName as in the graph; may be empty
 * @param operator the node's operator; may be empty
 */
public record ParserFault(int code, String description, int node, String nodeName, String operator) {}
