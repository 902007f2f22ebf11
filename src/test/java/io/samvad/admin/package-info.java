/** The admin namespace, spoken to with the official Java client as its pages do. */
package io.samvad.admin;
