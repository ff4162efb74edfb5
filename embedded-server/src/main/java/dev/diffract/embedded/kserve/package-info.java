/** One inference request, checked against its model, and its answer or error, in no protocol's terms. */
package dev.diffract.embedded.kserve;
