/** The parameters of a picture in the text that AUTOMATIC1111 writes into PNG files, written and read. */
package dev.diffract.frontend.core.infotext;
