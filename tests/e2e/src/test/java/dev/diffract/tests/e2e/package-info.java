/** Builder, servers, frontend, page and launcher, all as processes. */
package dev.diffract.tests.e2e;
