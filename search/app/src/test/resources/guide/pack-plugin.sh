# Run by GuideIT in a folder that has the source and the launcher's class path.
set -euo pipefail
# tag::pack[]
javac -cp "$(cat search/app/target/launcher/espalier.classpath)" -d build guide/ActivationTraffic.java
mkdir -p build/META-INF/services plugins
echo guide.ActivationTraffic > build/META-INF/services/io.espalier.cost.CostModel
jar --create --file plugins/activation-traffic.jar -C build .
# end::pack[]
