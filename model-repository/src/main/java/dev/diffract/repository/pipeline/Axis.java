package dev.diffract.repository.pipeline;

/** What one dimension of a served tensor counts. Every tensor has the batch before its first axis. */
public enum Axis {
    /** A single value per sample. */
    ONE(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return 1;
        }
    },
    /** Red, green, blue. */
    COLOURS(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return 3;
        }
    },
    /** A side of the picture that CLIP looks at: 224 pixels. */
    CLIP_SIDE(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return 224;
        }
    },
    /** Tokens of one chunk of a prompt, start and end included. */
    CHUNK(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return numbers.textLength();
        }
    },
    /** Tokens of a whole prompt: one chunk or several, one after the other. */
    TOKENS(true) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return (long) call.knownChunks() * numbers.textLength();
        }
    },
    /** Numbers of a text state. */
    TEXT_WIDTH(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return numbers.textWidth();
        }
    },
    /** Channels of a latent. */
    LATENT_CHANNELS(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return numbers.latentChannels();
        }
    },
    /** The means of a latent's channels, then their log-variances. */
    MOMENTS(false) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return 2L * numbers.latentChannels();
        }
    },
    /** Height of a latent. */
    LATENT_HEIGHT(true) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return numbers.latentSide(call.knownHeight());
        }
    },
    /** Width of a latent. */
    LATENT_WIDTH(true) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return numbers.latentSide(call.knownWidth());
        }
    },
    /** Height of a picture in pixels. */
    HEIGHT(true) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return call.knownHeight();
        }
    },
    /** Width of a picture in pixels. */
    WIDTH(true) {
        @Override
        long length(PipelineNumbers numbers, CallSize call) {
            return call.knownWidth();
        }
    };

    /** Stands in a configuration for a length that differs from call to call. */
    public static final long OPEN = -1;

    private final boolean open;

    Axis(boolean open) {
        this.open = open;
    }

    /** Whether its length differs from call to call, where the graph does not fix it. */
    public boolean open() {
        return open;
    }

    /** The length for every call, {@link #OPEN} if there is none. */
    public long length(PipelineNumbers numbers) {
        return open ? OPEN : length(numbers, CallSize.rows(1));
    }

    /**
     * The length in a call.
     *
     * @throws IllegalArgumentException if the call does not say what it depends on, or the picture's side is no multiple of
     *     the latent's scale
     */
    abstract long length(PipelineNumbers numbers, CallSize call);
}
