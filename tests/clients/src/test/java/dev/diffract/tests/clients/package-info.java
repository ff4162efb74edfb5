/** Clients that nobody here wrote: generated from the OpenAPI document, its linters, and one that asks at random. */
package dev.diffract.tests.clients;
