/** A request's life from accepted to ended: its pictures side by side, its events and its outcome. */
package dev.diffract.frontend.core.generation;
