/** The same with nothing open: what will be drawn. */
package dev.diffract.frontend.core.plan;
