package dev.diffract.frontend.dialect.admin;

/** Something in the address of a request is wrong. The message is a sentence for whoever asked. */
final class WrongParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongParameterException(String sentence) {
        super(sentence);
    }
}
