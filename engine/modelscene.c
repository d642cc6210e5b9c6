// What assimp has read becomes plain data: one array of vertices, parts that share a look.
#include "modelread.h"

#include <assimp/cimport.h>
#include <assimp/material.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Light stone, for what says no colour.
static const float stone[3] = {0.58f, 0.55f, 0.50f};

struct textures {
    struct {
        char name[MODEL_NAME]; // as the material names it
        const struct aiTexture *inside;
    } items[MODEL_TEXTURES];
    int count;
};

static bool wrong(struct model_manner *m, const char *why)
{
    m->why = why;
    return false;
}

// IEC 61966-2-1.
static float light_of(const struct model_manner *m, float c)
{
    if (m->linear || !(c > 0))
        return c;
    return c <= 0.04045f ? c / 12.92f : powf((c + 0.055f) / 1.055f, 2.4f);
}

static bool has_faces(const struct aiMesh *mesh)
{
    return mesh->mNumVertices > 0 && mesh->mNumFaces > 0 &&
           (mesh->mPrimitiveTypes & aiPrimitiveType_TRIANGLE);
}

static bool count_all(const struct aiScene *scene, struct model_manner *m, struct model_head *head)
{
    uint64_t vertices = 0, indices = 0;
    for (unsigned i = 0; i < scene->mNumMeshes; i++) {
        const struct aiMesh *mesh = scene->mMeshes[i];
        if (!has_faces(mesh))
            continue;
        vertices += mesh->mNumVertices;
        indices += 3ull * mesh->mNumFaces;
        head->parts++;
    }
    if (head->parts == 0)
        return wrong(m, MODEL_NO_FACES);
    if (vertices > MODEL_VERTICES)
        return wrong(m, "has more than 2,000,000 vertices; make it smaller in Blender (Decimate) "
                        "or MeshLab");
    if (indices > MODEL_INDICES)
        return wrong(m, "has more than 4,000,000 triangles; make it smaller in Blender (Decimate) "
                        "or MeshLab");
    if (head->parts > MODEL_PARTS)
        return wrong(m, "has more than 1,024 parts; join those of one material");
    head->vertices = (uint32_t)vertices;
    head->indices = (uint32_t)indices;
    return true;
}

static void write_vertices(const struct aiMesh *mesh, const struct model_manner *m, FILE *to)
{
    const struct aiColor4D *colors = mesh->mColors[0];
    const struct aiVector3D *places = mesh->mTextureCoords[0];
    for (unsigned i = 0; i < mesh->mNumVertices; i++) {
        const struct aiVector3D *v = &mesh->mVertices[i];
        const struct aiVector3D none = {0, 0, 0}, *n = mesh->mNormals ? &mesh->mNormals[i] : &none;
        float out[MODEL_FLOATS] = {v->x, v->y, v->z, n->x, n->y, n->z, 0, 0, 1, 1, 1, 1};
        if (places) {
            out[6] = places[i].x;
            out[7] = places[i].y;
        }
        if (colors) {
            out[8] = light_of(m, colors[i].r);
            out[9] = light_of(m, colors[i].g);
            out[10] = light_of(m, colors[i].b);
            out[11] = colors[i].a;
        }
        fwrite(out, sizeof out, 1, to);
    }
}

// Of the right number, whatever the file says.
static void write_faces(const struct aiMesh *mesh, uint32_t first, FILE *to)
{
    for (unsigned i = 0; i < mesh->mNumFaces; i++) {
        const struct aiFace *face = &mesh->mFaces[i];
        uint32_t out[3] = {first, first, first};
        for (unsigned k = 0; k < 3 && face->mNumIndices == 3; k++)
            if (face->mIndices[k] < mesh->mNumVertices)
                out[k] = first + face->mIndices[k];
        fwrite(out, sizeof out, 1, to);
    }
}

// The index of a texture among those that are written; -1: full.
static int32_t keep_texture(struct textures *all, const struct aiScene *scene, const char *name)
{
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->items[i].name, name) == 0)
            return i;
    if (all->count == MODEL_TEXTURES)
        return -1;
    const struct aiTexture *inside = NULL;
    if (name[0] == '*') {
        unsigned long n = strtoul(name + 1, NULL, 10);
        inside = n < scene->mNumTextures ? scene->mTextures[n] : NULL;
    }
    snprintf(all->items[all->count].name, MODEL_NAME, "%s", name);
    all->items[all->count].inside = inside;
    return all->count++;
}

static void read_color(const struct aiMaterial *material, const struct model_manner *m,
                       struct model_part *part)
{
    struct aiColor4D c = {1, 1, 1, 1};
    if (aiGetMaterialColor(material, AI_MATKEY_BASE_COLOR, &c) != aiReturn_SUCCESS &&
        aiGetMaterialColor(material, AI_MATKEY_COLOR_DIFFUSE, &c) != aiReturn_SUCCESS)
        return;
    part->color[0] = light_of(m, c.r);
    part->color[1] = light_of(m, c.g);
    part->color[2] = light_of(m, c.b);
}

// Its own name tells the material that assimp gives to what has none.
static bool is_none(const struct aiMaterial *material)
{
    struct aiString name;
    return aiGetMaterialString(material, AI_MATKEY_NAME, &name) == aiReturn_SUCCESS &&
           strcmp(name.data, AI_DEFAULT_MATERIAL_NAME) == 0;
}

static bool read_part(const struct aiScene *scene, const struct aiMesh *mesh,
                      struct model_manner *m, struct textures *all, struct model_part *part)
{
    const struct aiMaterial *material = mesh->mMaterialIndex < scene->mNumMaterials
                                            ? scene->mMaterials[mesh->mMaterialIndex]
                                            : NULL;
    struct aiString name;
    bool plain = m->plain || !material || is_none(material);
    for (int k = 0; k < 3; k++)
        part->color[k] = plain && !mesh->mColors[0] ? stone[k] : 1;
    part->color[3] = 1;
    part->texture = -1;
    if (plain)
        return true;
    read_color(material, m, part);
    enum aiTextureType types[] = {aiTextureType_BASE_COLOR, aiTextureType_DIFFUSE};
    for (int i = 0; i < 2 && part->texture < 0; i++) {
        if (aiGetMaterialTexture(material, types[i], 0, &name, NULL, NULL, NULL, NULL, NULL,
                                 NULL) != aiReturn_SUCCESS)
            continue;
        part->texture = keep_texture(all, scene, name.data);
        if (part->texture < 0)
            return wrong(m, "has more than 32 textures; bake them into fewer");
    }
    if (part->texture >= 0 && !mesh->mTextureCoords[0])
        part->texture = -1; // it says nowhere how the picture lies on it
    return true;
}

static bool read_parts(const struct aiScene *scene, struct model_manner *m, struct textures *all,
                       struct model_part *parts)
{
    uint32_t first = 0;
    int n = 0;
    for (unsigned i = 0; i < scene->mNumMeshes; i++) {
        const struct aiMesh *mesh = scene->mMeshes[i];
        if (!has_faces(mesh))
            continue;
        parts[n].first = first;
        parts[n].count = 3 * mesh->mNumFaces;
        first += parts[n].count;
        if (!read_part(scene, mesh, m, all, &parts[n++]))
            return false;
    }
    return true;
}

static bool write_texture(struct model_manner *m, const struct textures *all, int n, FILE *to)
{
    const struct aiTexture *inside = all->items[n].inside;
    char name[PATH_MAX];
    model_files_name(m->files, all->items[n].name, name);
    if (name[0] == '*' && !inside)
        return wrong(m, "names a texture inside it that is not there");
    if (inside && inside->mHeight != 0)
        return wrong(m, "has a texture that is no PNG or JPEG; export it with pictures");
    struct model_texture head = {.kind = inside ? MODEL_TEXTURE_BYTES : MODEL_TEXTURE_NAME,
                                 .bytes = inside ? inside->mWidth : (uint32_t)strlen(name)};
    if (head.bytes > MODEL_FILE_BYTES)
        return wrong(m, "has a texture that is larger than the file");
    fwrite(&head, sizeof head, 1, to);
    fwrite(inside ? (const void *)inside->pcData : name, 1, head.bytes, to);
    fwrite("\0\0\0", 1, (4 - head.bytes % 4) % 4, to);
    return true;
}

bool model_write(const struct aiScene *scene, struct model_manner *m, FILE *to)
{
    struct model_head head = {.magic = {0}};
    memcpy(head.magic, MODEL_MAGIC, sizeof head.magic);
    if (!count_all(scene, m, &head))
        return false;
    struct textures *all = calloc(1, sizeof *all);
    struct model_part *parts = calloc(head.parts, sizeof *parts);
    bool good = all && parts && read_parts(scene, m, all, parts);
    if (!all || !parts)
        wrong(m, "needs more memory than there is");
    if (good) {
        head.textures = (uint32_t)all->count;
        fwrite(&head, sizeof head, 1, to);
        for (unsigned i = 0; i < scene->mNumMeshes; i++)
            if (has_faces(scene->mMeshes[i]))
                write_vertices(scene->mMeshes[i], m, to);
        uint32_t first = 0;
        for (unsigned i = 0; i < scene->mNumMeshes; i++) {
            const struct aiMesh *mesh = scene->mMeshes[i];
            if (!has_faces(mesh))
                continue;
            write_faces(mesh, first, to);
            first += mesh->mNumVertices;
        }
        fwrite(parts, sizeof *parts, head.parts, to);
    }
    for (int i = 0; good && i < all->count; i++)
        good = write_texture(m, all, i, to);
    free(all);
    free(parts);
    return good;
}
