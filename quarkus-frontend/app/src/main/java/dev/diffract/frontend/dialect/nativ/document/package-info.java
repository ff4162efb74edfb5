/** What the OpenAPI document says beyond the annotations: what holds for all of its parts, read off the records and routes. */
package dev.diffract.frontend.dialect.nativ.document;
