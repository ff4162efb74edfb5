/**
 * Engines for one slice: which shapes and how much memory each gets, building those that are not built yet, measuring them, and the configurations that
 * serve them.
 *
 * <p>{@link dev.diffract.builder.build.engine.EngineServing} is the way from graphs to a served form; {@link dev.diffract.builder.build.engine.ProfileBuild} makes and publishes a
 * repository for one (model, GPU, profile). What compiles is behind {@link dev.diffract.builder.build.engine.EngineCompiler}.
 */
package dev.diffract.builder.build.engine;
