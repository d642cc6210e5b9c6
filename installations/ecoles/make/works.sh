#!/bin/sh
# Makes the demonstration works of ../oeuvres from the pictures, a film and a sound of villa-medicis.
# Needs ffmpeg. The same ffmpeg writes the same bytes.
set -eu
cd "$(dirname "$0")/../oeuvres"
villa=../../villa-medicis

make() { # OUTPUT INPUTS-AND-OPTIONS…
  file=$1
  shift
  ffmpeg -v error -y "$@" -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -threads 1 "$file"
}

make "1 La vasque de cuivre.jpg" -i $villa/picture/vasque.png -q:v 5 -update 1
make "2 souffler-le-verre.jpg" -i $villa/picture/vase.png -vf crop=560:800 -q:v 5 -update 1
make "3 raboter-le-bois.mp4" -ss 2 -t 6 -i $villa/film/raboter-bois.mp4 -t 6 -i $villa/sound/raboter-bois.ogg \
  -map 0:v -map 1:a -vf scale=640:360 -c:v libx264 -crf 30 -pix_fmt yuv420p -c:a aac -b:a 64k -movflags +faststart
make "10 Le banc de l'atelier.jpg" -i $villa/picture/banc.png -q:v 5 -update 1
