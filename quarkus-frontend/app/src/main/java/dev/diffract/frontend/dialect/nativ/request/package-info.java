/** Bodies read field by field, so that every fault in them can be named. */
package dev.diffract.frontend.dialect.nativ.request;
