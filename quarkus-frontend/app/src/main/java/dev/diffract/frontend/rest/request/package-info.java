/** The native body, read with every fault named. */
package dev.diffract.frontend.rest.request;
