/** What the interface takes and gives, as records: the OpenAPI document is made of them. */
package dev.diffract.frontend.dialect.nativ.view;
