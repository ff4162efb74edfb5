/** What Diffract writes, loaded and served by NVIDIA's own server. */
package dev.diffract.tests.triton;
