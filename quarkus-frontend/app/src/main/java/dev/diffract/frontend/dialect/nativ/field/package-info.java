/** The words of this program's own interface: names of fields, where they stand, and sentences on what is wrong with them. */
package dev.diffract.frontend.dialect.nativ.field;
