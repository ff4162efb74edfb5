/** The one door to the core for every dialect: names, counts and logs generations, and writes their pictures. */
package dev.diffract.frontend.service;
