package io.espalier.training.data;

import java.util.Locale;

/**
 * The classes of the generated images. Each is a figure of about radius 1 around the origin; all are their own mirror
 * image, so that flipping an image keeps its class.
 */
enum ShapeKind {
    CIRCLE {
        @Override
        double distance(double u, double v) {
            return length(u, v) - 0.9;
        }
    },
    RING {
        @Override
        double distance(double u, double v) {
            return Math.abs(length(u, v) - 0.75) - 0.2;
        }
    },
    SQUARE {
        @Override
        double distance(double u, double v) {
            return box(u, v, 0.78, 0.78);
        }
    },
    FRAME {
        @Override
        double distance(double u, double v) {
            return Math.abs(box(u, v, 0.62, 0.62)) - 0.18;
        }
    },
    TRIANGLE {
        @Override
        double distance(double u, double v) {
            double slanted = HALF_SQRT_3 * Math.abs(u) + 0.5 * v;
            return Math.max(slanted, -v) - 0.55;
        }
    },
    CROSS {
        @Override
        double distance(double u, double v) {
            return Math.min(box(u, v, 1, 0.3), box(u, v, 0.3, 1));
        }
    },
    STAR {
        /** Five points, by folding the plane along two axes of symmetry, then the distance to one edge. */
        @Override
        double distance(double u, double v) {
            double x = Math.abs(u);
            double y = v;
            double fold = 2 * Math.max(0, COS_36 * x - SIN_36 * y);
            x -= fold * COS_36;
            y += fold * SIN_36;
            fold = 2 * Math.max(0, -COS_36 * x - SIN_36 * y);
            x += fold * COS_36;
            y += fold * SIN_36;
            x = Math.abs(x);
            y -= 1.1;
            double edgeX = 0.45 * SIN_36;
            double edgeY = 0.45 * COS_36 - 1;
            double along = Math.max(0, Math.min(1.1, (x * edgeX + y * edgeY) / (edgeX * edgeX + edgeY * edgeY)));
            double away = length(x - edgeX * along, y - edgeY * along);
            return y * edgeX - x * edgeY > 0 ? away : -away;
        }
    },
    CRESCENT {
        @Override
        double distance(double u, double v) {
            return Math.max(length(u, v) - 1, 0.78 - length(u, v - 0.55));
        }
    },
    BAR {
        @Override
        double distance(double u, double v) {
            return box(u, v, 1.05, 0.28);
        }
    },
    HALF_DISC {
        @Override
        double distance(double u, double v) {
            return Math.max(length(u, v + 0.4) - 1, -(v + 0.4));
        }
    };

    private static final double HALF_SQRT_3 = 0.8660254037844386;
    private static final double COS_36 = 0.8090169943749475;
    private static final double SIN_36 = 0.5877852522924731;

    /** About how far (u, v) is outside the figure; negative inside. */
    abstract double distance(double u, double v);

    /** The class name, such as {@code half-disc}. */
    String className() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double length(double u, double v) {
        return Math.sqrt(u * u + v * v);
    }

    private static double box(double u, double v, double halfWidth, double halfHeight) {
        return Math.max(Math.abs(u) - halfWidth, Math.abs(v) - halfHeight);
    }
}
