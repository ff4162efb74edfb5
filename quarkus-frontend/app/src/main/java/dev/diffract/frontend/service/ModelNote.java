package dev.diffract.frontend.service;

/**
 * What people should know of a model.
 *
 * @param sentence in English
 */
public record ModelNote(String sentence) {}
