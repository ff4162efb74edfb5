/** What all dialects share of HTTP: ids of requests, which hosts and pages are answered, bodies within limits, and whose errors are answered where. */
package dev.diffract.frontend.http;
