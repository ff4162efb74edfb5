/** Connections before there is a request on them: how many there may be, and how long the head of a request may take. */
package dev.diffract.frontend.connection;
