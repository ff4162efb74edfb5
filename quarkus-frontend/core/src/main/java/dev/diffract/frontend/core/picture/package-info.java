/**
 * The state machine of one picture and its arithmetic: each state says which call to make, and the answer makes
 * the next one.
 */
package dev.diffract.frontend.core.picture;
