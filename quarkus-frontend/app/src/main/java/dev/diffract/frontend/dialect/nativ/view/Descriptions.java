package dev.diffract.frontend.dialect.nativ.view;

/** What the interface's description says of fields in more than a sentence. */
final class Descriptions {

    static final String MODEL =
            "The name of a model, as `GET /v1/models` lists it, or `name@digits`: that model with the very"
                    + " checkpoint whose digest begins with these digits after `sha256:`, eight or more, as in `demo@7b456182`. It is 404"
                    + " if there is none, and 503 if it goes before the picture begins. Absent: the first model";

    private Descriptions() {}
}
