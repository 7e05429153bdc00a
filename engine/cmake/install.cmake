include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/preceptor)

install(TARGETS preceptor EXPORT preceptor-targets FILE_SET HEADERS)
install(EXPORT preceptor-targets NAMESPACE preceptor:: DESTINATION ${package_dir})

configure_package_config_file(cmake/preceptor-config.cmake.in preceptor-config.cmake
    INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(preceptor-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/preceptor-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/preceptor-config-version.cmake
    cmake/FindIntelDecimal.cmake
    cmake/FindLibCsv.cmake
    DESTINATION ${package_dir})

# A static archive drags its dependencies into every link, a shared library does not.
set(pc_requires "yaml-0.1 libpcre2-8 simdjson libmd libdeflate zlib libzstd sqlite3")
set(pc_libs "-lbidgcc000 -lcsv -lstdc++ -lm -pthread")
if(BUILD_SHARED_LIBS)
    set(pc_link "Requires.private: ${pc_requires}\nLibs: -L\${libdir} -lpreceptor\nLibs.private: ${pc_libs}")
else()
    set(pc_link "Requires: ${pc_requires}\nLibs: -L\${libdir} -lpreceptor ${pc_libs}")
endif()
# Found from where the .pc file lies, so that an installed tree may be moved.
file(RELATIVE_PATH pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(preceptor.pc.in preceptor.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/preceptor.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
