/** What a caller asks for, field by field, and everything that is wrong with it. */
package dev.diffract.frontend.core.request;
