/** What all dialects share of HTTP: ids of requests, bodies within limits, and whose errors are answered where. */
package dev.diffract.frontend.http;
