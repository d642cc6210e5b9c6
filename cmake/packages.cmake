# The libraries the rooms link, each found once. All come from the package list in packages/.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(SDL2 REQUIRED IMPORTED_TARGET sdl2)
pkg_check_modules(SDL2_IMAGE REQUIRED IMPORTED_TARGET SDL2_image)
pkg_check_modules(LUA REQUIRED IMPORTED_TARGET lua5.4)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangoft2 pango fontconfig freetype2)
pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)
pkg_check_modules(SAMPLERATE REQUIRED IMPORTED_TARGET samplerate)
pkg_check_modules(LIBLO REQUIRED IMPORTED_TARGET liblo)
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(EXIF REQUIRED IMPORTED_TARGET libexif)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(RAPTOR REQUIRED IMPORTED_TARGET raptor2)
pkg_check_modules(EBUR128 REQUIRED IMPORTED_TARGET libebur128)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
pkg_check_modules(TURBOJPEG REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(KISSFFT REQUIRED IMPORTED_TARGET kissfft-float)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET pangocairo cairo cairo-pdf)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(XCB REQUIRED IMPORTED_TARGET xcb xcb-dpms xcb-randr xcb-xfixes xcb-xinput)
pkg_check_modules(XCBRANDR REQUIRED IMPORTED_TARGET xcb xcb-randr)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(ASSIMP REQUIRED IMPORTED_TARGET assimp)
pkg_check_modules(XRANDR REQUIRED IMPORTED_TARGET xrandr x11)
pkg_check_modules(WAYLAND REQUIRED IMPORTED_TARGET wayland-client)
find_library(HYPHEN_LIBRARY hyphen REQUIRED) # it has no .pc file
# libmpv and FFmpeg are loaded when the first film is opened, libasound when a show has MIDI
# (docs/design.md, "Weight"): only their headers are used at build time.
pkg_check_modules(MPV REQUIRED mpv)
pkg_check_modules(ALSA REQUIRED alsa)
pkg_check_modules(AV REQUIRED libavformat libavcodec libavutil libswresample libswscale)

# OpenGL 3.3 core by GLAD, made at build time by Debian's python3-glad. --reproducible uses the
# registry shipped in the package (without it, glad goes to the network).
find_program(GLAD_EXECUTABLE glad REQUIRED)
set(GLAD_DIR ${CMAKE_BINARY_DIR}/glad)
add_custom_command(
  OUTPUT ${GLAD_DIR}/src/gl.c ${GLAD_DIR}/include/glad/gl.h
  COMMAND ${GLAD_EXECUTABLE} --quiet --api gl:core=3.3 --extensions GL_KHR_debug
          --out-path ${GLAD_DIR} --reproducible c
  COMMENT "GLAD: OpenGL 3.3 core"
  VERBATIM)
add_library(glad STATIC ${GLAD_DIR}/src/gl.c)
target_include_directories(glad SYSTEM PUBLIC ${GLAD_DIR}/include)
