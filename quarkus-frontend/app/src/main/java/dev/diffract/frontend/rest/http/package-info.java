/** What every request meets before its resource: ids, limits, headers. */
package dev.diffract.frontend.rest.http;
