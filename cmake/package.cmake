# The Debian package: cpack -G DEB in a release build's folder. What it wants to run is read from the one
# list, packages/debian-12: `run` becomes Depends, `kiosk` (sessions for a machine of the public) Recommends.
install(DIRECTORY shaders scenes assets installations DESTINATION share/gestuaire
        PATTERN "__pycache__" EXCLUDE PATTERN "make" EXCLUDE)
install(FILES packages/kiosk/gestuaire@.service DESTINATION lib/systemd/system)
install(PROGRAMS packages/kiosk/cage packages/kiosk/ended packages/kiosk/sway packages/kiosk/x11 DESTINATION share/gestuaire/kiosk)
install(FILES packages/kiosk/sway.config packages/kiosk/50-gestuaire.conf DESTINATION share/gestuaire/kiosk)
install(DIRECTORY docs/ DESTINATION share/doc/gestuaire PATTERN "*.py" EXCLUDE)
install(FILES README.md assets/SOURCES.md DESTINATION share/doc/gestuaire)
install(FILES LICENSE DESTINATION share/doc/gestuaire RENAME copyright)

function(listed kind out)
  file(STRINGS ${CMAKE_SOURCE_DIR}/packages/debian-12 lines REGEX "^${kind} ")
  list(TRANSFORM lines REPLACE "^${kind} +([^ ]+).*" "\\1")
  list(JOIN lines ", " text)
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
listed(run CPACK_DEBIAN_PACKAGE_DEPENDS)
listed(kiosk CPACK_DEBIAN_PACKAGE_RECOMMENDS)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/packages/debian-12)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gestuaire)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The founders of Gestuaire <gestuaire@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "runs exhibitions: videomapping, projected gestures, sound, visit stations")
set(CPACK_PACKAGE_DESCRIPTION "One body of content, a repertoire of craft gestures, drives films and pictures bent
 onto walls, gestures projected in 3D, sound placed in a room, and stations that visitors touch, unattended.")
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # the versions of what is linked
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/packages/deb/postinst;${CMAKE_SOURCE_DIR}/packages/deb/prerm;${CMAKE_SOURCE_DIR}/packages/deb/postrm)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
include(CPack)
