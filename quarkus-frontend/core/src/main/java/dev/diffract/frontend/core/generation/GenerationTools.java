package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.time.Timer;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What generations are drawn with.
 *
 * @param dispatcher makes the calls
 * @param executor runs the arithmetic between calls
 * @param files makes the pictures' files
 * @param admission says who may begin
 * @param jobs keeps what was accepted
 * @param clock of deadlines and timings
 * @param timer of the same time
 */
public record GenerationTools(
        Dispatcher dispatcher,
        Executor executor,
        PictureFiles files,
        Admission admission,
        JobStore jobs,
        InstantSource clock,
        Timer timer) {}
