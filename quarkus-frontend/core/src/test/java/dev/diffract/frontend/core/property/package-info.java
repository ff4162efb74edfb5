/** Properties that hold for every sequence of events, and the smallest one for which they do not. */
package dev.diffract.frontend.core.property;
