/** What a way of asking for pictures over HTTP has to say of itself; every dialect has a package of its own below. */
package dev.diffract.frontend.dialect;
