package io.espalier.app.fuzz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Faults in the messages of a file that stays a protobuf file: fields changed, removed, swapped, repeated. */
final class MessageFaults {
    private static final int MANY = 200;

    private final SplittableRandom random;
    private final FaultyValues values;

    MessageFaults(SplittableRandom random, FaultyValues values) {
        this.random = random;
        this.values = values;
    }

    /** Changes one field somewhere in the file. */
    void add(Message.Builder file) {
        Message.Builder message = somewhere(file);
        FieldDescriptor field = fieldOf(message);
        if (field.isRepeated()) {
            repeated(file, message, field);
        } else if (random.nextInt(4) == 0) {
            message.clearField(field);
        } else {
            message.setField(field, value(file, message, field));
        }
    }

    /** A message of the file, rather a node than a list of versions. */
    private Message.Builder somewhere(Message.Builder file) {
        Message.Builder at = file;
        while (true) {
            List<FieldDescriptor> parts = new ArrayList<>();
            for (FieldDescriptor field : at.getAllFields().keySet()) {
                for (int i = field.getJavaType() == JavaType.MESSAGE ? weight(field) : 0; i > 0; i--) {
                    parts.add(field);
                }
            }
            if (parts.isEmpty() || random.nextInt(at == file ? 60 : 5) == 0) {
                return at;
            }
            FieldDescriptor field = parts.get(random.nextInt(parts.size()));
            at = field.isRepeated()
                    ? at.getRepeatedFieldBuilder(field, random.nextInt(at.getRepeatedFieldCount(field)))
                    : at.getFieldBuilder(field);
        }
    }

    private static int weight(FieldDescriptor field) {
        return switch (field.getName()) {
            case "graph" -> 30;
            case "node" -> 10;
            default -> 1;
        };
    }

    /** Mostly one that is set. */
    private FieldDescriptor fieldOf(Message.Builder message) {
        List<FieldDescriptor> set = List.copyOf(message.getAllFields().keySet());
        List<FieldDescriptor> all = message.getDescriptorForType().getFields();
        List<FieldDescriptor> from = set.isEmpty() || random.nextInt(5) == 0 ? all : set;
        return from.get(random.nextInt(from.size()));
    }

    private void repeated(Message.Builder file, Message.Builder message, FieldDescriptor field) {
        int count = message.getRepeatedFieldCount(field);
        if (count == 0 || random.nextInt(6) == 0) {
            message.addRepeatedField(field, value(file, message, field));
            return;
        }
        int index = random.nextInt(count);
        Object value = message.getRepeatedField(field, index);
        switch (random.nextInt(6)) {
            case 0 -> {
                List<Object> kept = new ArrayList<>((List<?>) message.getField(field));
                kept.remove(index);
                message.setField(field, kept);
            }
            case 1 -> message.addRepeatedField(field, value);
            case 2 -> {
                int other = random.nextInt(count);
                message.setRepeatedField(field, index, message.getRepeatedField(field, other));
                message.setRepeatedField(field, other, value);
            }
            case 3 -> message.clearField(field);
            case 4 -> {
                for (int i = random.nextInt(MANY); i > 0; i--) {
                    message.addRepeatedField(field, value);
                }
            }
            default -> message.setRepeatedField(field, index, value(file, message, field));
        }
    }

    /** A message of another place where there is one, or a value that the field should not have. */
    private Object value(Message.Builder file, Message.Builder message, FieldDescriptor field) {
        if (field.getJavaType() != JavaType.MESSAGE) {
            return values.of(field, field.isRepeated() ? null : message.getField(field));
        }
        for (int tries = 0; tries < 10; tries++) {
            Message other = somewhere(file).build();
            if (other.getDescriptorForType().equals(field.getMessageType())) {
                return other;
            }
        }
        return message.newBuilderForField(field).build();
    }
}
