/** ONNX files with faults of every kind, by number, and what a reader of them may take. */
package io.espalier.app.fuzz;
